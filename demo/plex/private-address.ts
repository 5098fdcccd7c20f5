const PRIVATE = /^(?:127\.|10\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.|localhost$|\[::1\]$|\[f[cd])/

/** Whether a URL points into a private network, which the photo transcoder refuses from 1.43.5 on. */
export function isPrivateAddress(url: string): boolean {
  return PRIVATE.test(new URL(url).hostname)
}

/** Whether this version of the server refuses such URLs. */
export function refusesPrivateImages(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number)
  return major * 1e6 + minor * 1e3 + patch >= 1_043_005
}
