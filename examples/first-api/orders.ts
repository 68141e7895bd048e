/** An order as the API shows it. */
export interface Order {
  readonly order: number;
  readonly state: "placed" | "changed" | "cancelled";
  readonly items: readonly { readonly product: number; readonly quantity: number }[];
}

const LATEST = 20;
const PRODUCTS = 40;
/** Orders that were changed are remembered up to this many; the oldest go back to what they were. */
const CHANGED_MAX = 10_000;
const ORDER_MAX = 99_999_999;

/** The shop behind the example: each number from 1 on is an order, made up from its number. Nothing is kept on disk. */
export class Orders {
  readonly #states = new Map<number, Order["state"]>();
  #last = 1_000;

  find(order: number): Order | undefined {
    if (!Number.isInteger(order) || order < 1 || order > ORDER_MAX) return undefined;
    const items = Array.from({ length: 1 + (order % 3) }, (_, index) => ({
      product: 1 + ((order + index) % PRODUCTS),
      quantity: 1 + (index % 2),
    }));
    return { order, state: this.#states.get(order) ?? "placed", items };
  }

  /** Newest first. */
  latest(): Order[] {
    return Array.from({ length: LATEST }, (_, index) => this.find(this.#last - index) as Order);
  }

  place(): Order {
    this.#last += 1;
    return this.find(this.#last) as Order;
  }

  change(order: number, state: Order["state"]): Order | undefined {
    const [oldest] = this.#states.keys();
    if (this.#states.size >= CHANGED_MAX && oldest !== undefined) this.#states.delete(oldest);
    this.#states.set(order, state);
    return this.find(order);
  }

  products(): { product: number; title: string; cents: number }[] {
    return Array.from({ length: PRODUCTS }, (_, index) => ({
      product: index + 1,
      title: `Product ${index + 1}`,
      cents: 250 + 175 * index,
    }));
  }
}
