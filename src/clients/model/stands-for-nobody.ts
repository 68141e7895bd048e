/** Whether a name in traffic stands for what has no name of its own, such as `__unattributed__` and `__other__`. */
export function standsForNobody(name: string): boolean {
  return /^__.*__$/s.test(name);
}
