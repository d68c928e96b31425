/** One training text: sparse features with values, label and weight. */
export interface Example {
  indexes: Int32Array
  values: Float32Array
  positive: boolean
  weight: number
}

export interface LogisticModel {
  weights: Float64Array
  bias: number
}

interface Point {
  loss: number
  gradient: Float64Array
}

const memory = 10

const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0
  for (let at = 0; at < a.length; at += 1) sum += (a[at] ?? 0) * (b[at] ?? 0)
  return sum
}

export function rawScore(model: LogisticModel, indexes: Int32Array, values: Float32Array): number {
  let sum = model.bias
  for (let at = 0; at < indexes.length; at += 1)
    sum += (model.weights[indexes[at] ?? 0] ?? 0) * (values[at] ?? 0)
  return sum
}

/** L2-regularised log loss; the last parameter is the bias and is not regularised. */
function evaluate(parameters: Float64Array, examples: readonly Example[], inverseC: number): Point {
  const size = parameters.length - 1
  const gradient = new Float64Array(parameters.length)
  let loss = 0
  for (let at = 0; at < size; at += 1) {
    const weight = parameters[at] ?? 0
    loss += 0.5 * inverseC * weight * weight
    gradient[at] = inverseC * weight
  }
  for (const { indexes, values, positive, weight } of examples) {
    let score = parameters[size] ?? 0
    for (let at = 0; at < indexes.length; at += 1)
      score += (parameters[indexes[at] ?? 0] ?? 0) * (values[at] ?? 0)
    const margin = positive ? score : -score
    loss +=
      weight * (margin > 0 ? Math.log1p(Math.exp(-margin)) : Math.log1p(Math.exp(margin)) - margin)
    const slope = ((positive ? -1 : 1) * weight) / (1 + Math.exp(margin))
    for (let at = 0; at < indexes.length; at += 1) {
      const index = indexes[at] ?? 0
      gradient[index] = (gradient[index] ?? 0) + slope * (values[at] ?? 0)
    }
    gradient[size] = (gradient[size] ?? 0) + slope
  }
  return { loss, gradient }
}

interface Step {
  moved: Float64Array
  turned: Float64Array
  rho: number
}

/** The L-BFGS two-loop recursion: an approximation of inverse Hessian times gradient (Nocedal and Wright, alg. 7.4). */
function direction(gradient: Float64Array, steps: readonly Step[]): Float64Array {
  const result = gradient.slice()
  const alphas: number[] = []
  for (const { moved, turned, rho } of steps.toReversed()) {
    const alpha = rho * dot(moved, result)
    alphas.push(alpha)
    for (let at = 0; at < result.length; at += 1)
      result[at] = (result[at] ?? 0) - alpha * (turned[at] ?? 0)
  }
  const newest = steps.at(-1)
  const scale =
    newest === undefined ? 1 : dot(newest.moved, newest.turned) / dot(newest.turned, newest.turned)
  for (let at = 0; at < result.length; at += 1) result[at] = (result[at] ?? 0) * scale
  for (const { moved, turned, rho } of steps) {
    const beta = rho * dot(turned, result)
    const alpha = alphas.pop() ?? 0
    for (let at = 0; at < result.length; at += 1)
      result[at] = (result[at] ?? 0) + (alpha - beta) * (moved[at] ?? 0)
  }
  return result
}

/** Backtracking from a full step until the loss falls enough (Armijo); null when it cannot. */
function search(
  from: Float64Array,
  point: Point,
  along: Float64Array,
  at: (parameters: Float64Array) => Point,
): { parameters: Float64Array; point: Point } | null {
  const slope = -dot(point.gradient, along)
  for (let size = 1; size > 1e-8; size /= 2) {
    const parameters = from.map((value, index) => value - size * (along[index] ?? 0))
    const next = at(parameters)
    if (next.loss <= point.loss + 1e-4 * size * slope) return { parameters, point: next }
  }
  return null
}

/**
 * Trains a logistic regression by L-BFGS: deterministic, from zero, no random numbers. `c` is the
 * inverse regularisation strength of the usual libraries.
 */
export function trainLogistic(
  examples: readonly Example[],
  size: number,
  c: number,
  iterations: number,
): LogisticModel {
  const at = (parameters: Float64Array): Point => evaluate(parameters, examples, 1 / c)
  let parameters = new Float64Array(size + 1)
  let point = at(parameters)
  const steps: Step[] = []
  for (let iteration = 0; iteration < iterations; iteration += 1) {
    const found = search(parameters, point, direction(point.gradient, steps), at)
    if (found === null) break
    const moved = found.parameters.map((value, index) => value - (parameters[index] ?? 0))
    const turned = found.point.gradient.map((value, index) => value - (point.gradient[index] ?? 0))
    const curvature = dot(moved, turned)
    if (curvature > 1e-12) steps.push({ moved, turned, rho: 1 / curvature })
    if (steps.length > memory) steps.shift()
    const gain = point.loss - found.point.loss
    parameters = found.parameters as Float64Array<ArrayBuffer>
    point = found.point
    if (gain < 1e-6 * Math.abs(point.loss)) break
  }
  return { weights: parameters.slice(0, size), bias: parameters[size] ?? 0 }
}
