/**
 * Seeded random numbers: xoshiro128** (Blackman and Vigna, 2018), state filled by SplitMix32. For simulation, sampling and
 * synthetic data, where a run must be repeatable; never for secrets.
 */
export type Random = {
  /** Uniform in [0, 1), 32 bits of it random. */
  next(): number
  /** Uniform integer in [0, below). */
  below(below: number): number
  /** One entry, equally likely. The list is not empty. */
  pick<T>(list: readonly T[]): T
  /** Index by weight; weights are ≥ 0 and not all 0. */
  weighted(weights: readonly number[]): number
  /** Standard normal, by Box and Muller (1958). */
  normal(): number
}

const rotl = (x: number, k: number): number => (x << k) | (x >>> (32 - k))

export const seededRandom = (seed: number): Random => {
  let mix = seed >>> 0
  const splitMix = (): number => {
    mix = (mix + 0x9e3779b9) >>> 0
    let z = mix
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b)
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35)
    return (z ^ (z >>> 16)) >>> 0
  }
  const s = new Uint32Array([splitMix(), splitMix(), splitMix(), splitMix()])
  const uint32 = (): number => {
    const result = Math.imul(rotl(Math.imul(s[1]!, 5), 7), 9) >>> 0
    const t = s[1]! << 9
    s[2]! ^= s[0]!
    s[3]! ^= s[1]!
    s[1]! ^= s[2]!
    s[0]! ^= s[3]!
    s[2]! ^= t
    s[3] = rotl(s[3]!, 11)
    return result
  }
  const random: Random = {
    next: () => uint32() / 4_294_967_296,
    below: (below) => Math.floor(random.next() * below),
    pick: (list) => list[random.below(list.length)]!,
    weighted: (weights) => {
      let left = random.next() * weights.reduce((sum, weight) => sum + weight, 0)
      for (let i = 0; i < weights.length; i++) {
        left -= weights[i]!
        if (left < 0) return i
      }
      return weights.length - 1
    },
    normal: () => {
      const u = 1 - random.next()
      return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * random.next())
    },
  }
  return random
}
