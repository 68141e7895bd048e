/** "orders/v1" → what it is a part of, and how it is called there. */
export function ofApi(name: string): { readonly api: string; readonly part: string } {
  const [api = "", part = ""] = name.split("/");
  return { api, part };
}
