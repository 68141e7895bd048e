/** Active codes of ISO 4217 with two decimals; funds, metals and test codes are left out. */
const TWO =
  "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG";
const NONE = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF";
const THREE = "BHD IQD JOD KWD LYD OMR TND";

const DECIMALS: ReadonlyMap<string, number> = new Map([
  ...withDecimals(TWO, 2),
  ...withDecimals(NONE, 0),
  ...withDecimals(THREE, 3),
]);

/** Decimals of a currency's minor unit, by ISO 4217: EUR 2, JPY 0, KWD 3; undefined for what is no active currency. */
export function currencyDecimals(currency: string): number | undefined {
  return DECIMALS.get(currency);
}

function withDecimals(codes: string, decimals: number): [string, number][] {
  return codes.split(" ").map((code) => [code, decimals]);
}
