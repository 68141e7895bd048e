/** How a list of clients can be ordered, `-` the other way round; what is equal, by name. */
export const CLIENT_SORTS = [
  "client",
  "-client",
  "title",
  "-title",
  "organisation",
  "-organisation",
  "newest",
  "-newest",
] as const;

/** One of them. */
export type ClientSort = (typeof CLIENT_SORTS)[number];
