import { addressesOf, allApis, Attribution } from "#apis";
import type { State } from "#storage";

/** Which API is reached at a host and a path, as people have told it until now. */
export class LivePlaces {
  /** Whether any API has an address. */
  hasHosts = false;
  #attribution = new Attribution([]);

  static async open(state: State): Promise<LivePlaces> {
    const places = new LivePlaces();
    await places.follow(state);
    return places;
  }

  /** Takes over what the state says of all APIs now. */
  async follow(state: State): Promise<void> {
    const apis = (await allApis(state.read)).map(({ api, at }) => ({ api, addresses: addressesOf(at) }));
    this.#attribution = new Attribution(apis);
    this.hasHosts = apis.some(({ addresses }) => addresses.length > 0);
  }

  /** See `Attribution`. */
  apiAt(host: string, path: string): string | undefined {
    return this.#attribution.apiAt(host, path);
  }
}
