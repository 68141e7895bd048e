/** The labels of an alert and their values. A label that is not there, and one that is empty, are the same. */
export type LabelSet = ReadonlyMap<string, string>;
