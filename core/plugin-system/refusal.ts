/** Why a plugin is not used, and what the admin can do. */
export interface Refusal {
  readonly status: 'disabled' | 'available' | 'incompatible' | 'misconfigured' | 'failed'
  readonly reason: string
  readonly advice: string
}

export type Step<T> = { readonly ok: true, readonly value: T } | { readonly ok: false, readonly refusal: Refusal }

export function done<T>(value: T): Step<T> {
  return { ok: true, value }
}

export function failed(reason: string, advice: string): { readonly ok: false, readonly refusal: Refusal } {
  return refused({ status: 'failed', reason, advice })
}

export function refused(refusal: Refusal): { readonly ok: false, readonly refusal: Refusal } {
  return { ok: false, refusal }
}
