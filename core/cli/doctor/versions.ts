/** Whether `version`, such as `v0.27.2` or `1.43.4.10903`, comes before `wanted`. One that cannot be read does not. */
export function isOlder(version: string, wanted: string): boolean {
  const [has, wants] = [numbersIn(version), numbersIn(wanted)]
  if (has.length === 0) return false
  const at = wants.findIndex((number, index) => (has[index] ?? 0) !== number)
  return at >= 0 && (has[at] ?? 0) < (wants[at] ?? 0)
}

function numbersIn(version: string): readonly number[] {
  return (/^v?(\d+(?:\.\d+)+)/.exec(version)?.[1] ?? '').split('.').filter((part) => part !== '').map(Number)
}
