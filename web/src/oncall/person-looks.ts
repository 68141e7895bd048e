/** How people are drawn in a time line; their names tell them apart, colours only help. Ink on each meets AA. */
export const PERSON_LOOKS: readonly string[] = [
  "bg-[light-dark(#cfe3f7,#1d3f5e)] border-[light-dark(#2f6fae,#7db4e8)]",
  "bg-[light-dark(#fbe3c4,#553a14)] border-[light-dark(#a86410,#e0a85a)]",
  "bg-[light-dark(#d5ecd4,#1f4527)] border-[light-dark(#3b7d3a,#83c986)]",
  "bg-[light-dark(#ead9f5,#42285a)] border-[light-dark(#7a4aa3,#c49be6)]",
  "bg-[light-dark(#d0ecec,#164547)] border-[light-dark(#24787b,#6cc7ca)]",
  "bg-[light-dark(#f7d9e3,#562338)] border-[light-dark(#a63c66,#e793b3)]",
];
