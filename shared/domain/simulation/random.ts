/**
 * Pseudo-random numbers of our own: a simulation must give the same answer for a seed in every host and on
 * every number of worker threads, which Math.random cannot.
 */

const BUFFER = 1024
const LAYERS = 128
// Marsaglia and Tsang (2000), The Ziggurat Method: start of the tail and area of a layer for 128 layers.
const TAIL_START = 3.442619855899
const LAYER_AREA = 9.91256303526217e-3
const UNIT = 2 ** -32

const layers = zigguratLayers()

/**
 * xoshiro128++ (Blackman and Vigna 2019) seeded by splitmix32 from any number of integers, so that
 * (seed, hypothesis, chunk) each give an independent stream.
 */
export class RandomSource {
  readonly #buffer = new Uint32Array(BUFFER)
  readonly #state = new Int32Array(4)
  #at = BUFFER

  constructor(...seeds: readonly number[]) {
    let mixed = 0x9e3779b9
    for (const seed of seeds) {
      mixed = splitmix(mixed ^ (seed | 0))
      // Seeds above 32 bits still differ.
      mixed = splitmix(mixed ^ Math.floor(seed / 2 ** 32))
    }
    for (let i = 0; i < 4; i++) {
      mixed = (mixed + 0x9e3779b9) | 0
      this.#state[i] = splitmix(mixed)
    }
  }

  /** A whole number from 0 to 2³² − 1. */
  word(): number {
    if (this.#at === BUFFER) this.#refill()
    return this.#buffer[this.#at++] as number
  }

  /** A number in (0, 1), never 0 or 1. */
  uniform(): number {
    return (this.word() + 0.5) * UNIT
  }

  /** A whole number from 0 to `count` − 1. */
  index(count: number): number {
    return Math.floor(this.word() * UNIT * count)
  }

  /** A standard normal draw. */
  normal(): number {
    return this.#normalFrom(this.word())
  }

  /**
   * Fills `target` with standard normal draws. The generator and the common case of the ziggurat (99 of 100
   * draws) run on local variables: four times faster than one draw at a time.
   */
  fillNormals(target: Float64Array): void {
    const state = this.#state
    const { scale, inside } = layers
    let a = state[0] as number
    let b = state[1] as number
    let c = state[2] as number
    let d = state[3] as number
    for (let i = 0; i < target.length; i++) {
      const sum = (a + d) | 0
      const word = (((sum << 7) | (sum >>> 25)) + a) | 0
      const shifted = b << 9
      c ^= a
      d ^= b
      b ^= c
      a ^= d
      c ^= shifted
      d = (d << 11) | (d >>> 21)
      const layer = word & (LAYERS - 1)
      const signed = word >> 7
      // |signed| in integers (one too small below 0, within the rounding of the layers): Math.abs on the way
      // to a double costs half as much again as the whole draw.
      if ((signed ^ (signed >> 31)) < (inside[layer] as number) - 1) {
        target[i] = signed * (scale[layer] as number)
      } else {
        target[i] = this.#normalFrom(word)
      }
    }
    state[0] = a
    state[1] = b
    state[2] = c
    state[3] = d
  }

  // Low bits choose the layer, the other 25 the place in it: they must not be the same bits.
  #normalFrom(first: number): number {
    for (let word = first; ; word = this.word()) {
      const layer = word & (LAYERS - 1)
      const signed = (word | 0) >> 7
      const x = signed * (layers.scale[layer] as number)
      if (Math.abs(signed) < (layers.inside[layer] as number)) return x
      if (layer === 0) return signed > 0 ? this.#tail() : -this.#tail()
      const bottom = layers.density[layer - 1] as number
      const top = layers.density[layer] as number
      if (bottom + this.uniform() * (top - bottom) < Math.exp(-0.5 * x * x)) return x
    }
  }

  // Marsaglia's exact method for the tail beyond the last layer.
  #tail(): number {
    for (;;) {
      const x = -Math.log(this.uniform()) / TAIL_START
      const y = -Math.log(this.uniform())
      if (y + y >= x * x) return TAIL_START + x
    }
  }

  // A tight loop over local variables fills many words at once; one word at a time costs three times more.
  #refill(): void {
    const state = this.#state
    let a = state[0] as number
    let b = state[1] as number
    let c = state[2] as number
    let d = state[3] as number
    const buffer = this.#buffer
    for (let i = 0; i < BUFFER; i++) {
      const sum = (a + d) | 0
      buffer[i] = ((sum << 7) | (sum >>> 25)) + a
      const shifted = b << 9
      c ^= a
      d ^= b
      b ^= c
      a ^= d
      c ^= shifted
      d = (d << 11) | (d >>> 21)
    }
    state[0] = a
    state[1] = b
    state[2] = c
    state[3] = d
    this.#at = 0
  }
}

function splitmix(value: number): number {
  let z = (value + 0x9e3779b9) | 0
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad)
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
  return z ^ (z >>> 15)
}

/**
 * Layers of equal area under exp(−x²/2): layer 0 is the base with the tail, layer i reaches from x[i] on
 * its lower edge. `inside` is the place below which a point is under the curve for sure.
 */
function zigguratLayers(): {
  readonly scale: Float64Array
  readonly inside: Int32Array
  readonly density: Float64Array
} {
  const half = 2 ** 24
  const edges = new Float64Array(LAYERS + 1)
  const density = new Float64Array(LAYERS)
  const densityAt = (x: number): number => Math.exp(-0.5 * x * x)
  edges[0] = LAYER_AREA / densityAt(TAIL_START)
  edges[1] = TAIL_START
  for (let i = 2; i < LAYERS; i++) {
    const below = edges[i - 1] as number
    edges[i] = Math.sqrt(-2 * Math.log(LAYER_AREA / below + densityAt(below)))
  }
  edges[LAYERS] = 0
  const scale = new Float64Array(LAYERS)
  const inside = new Int32Array(LAYERS)
  for (let i = 0; i < LAYERS; i++) {
    scale[i] = (edges[i] as number) / half
    inside[i] = Math.floor(((edges[i + 1] as number) / (edges[i] as number)) * half)
    density[i] = densityAt(edges[i + 1] as number)
  }
  return { scale, inside, density }
}
