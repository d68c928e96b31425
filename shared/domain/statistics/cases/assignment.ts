import { type Arm, armOfBucket, assignArm, BUCKETS, bucket } from '../../assignment/assign.ts'
import { javascriptKeyOrder, jsonbKeyOrder, pythonKeyOrder } from '../../assignment/key-order.ts'
import { type LegacyArm, legacyArmOfBucket, legacyBucket } from '../../assignment/legacy.ts'
import { md5First52Bits, md5Hex } from '../../hashing/md5.ts'
import type { Inputs } from './inputs.ts'
import type { CaseOutcome, CaseValue } from './outcome.ts'

// The reference ids include the empty one, which the product refuses unless told otherwise.
const ALLOW_EMPTY = { allowEmpty: true }

/** Family `hash_bucketing`: every bucketing rule that was looked at, for one id. */
export function hashBucketingCase(inputs: Inputs): CaseOutcome {
  const user = inputs.text('user_id')
  const withTest = user + inputs.text('test_name')
  const salt = inputs.text('salt')
  const salted = md5Hex(`${salt}:${user}`)
  const first15 = BigInt(`0x${salted.slice(0, 15)}`)
  const fraction15 = Number(first15) / 16 ** 15
  const first13 = md5First52Bits(`${salt}:${user}`)
  return {
    results: {
      md5_user: md5Hex(user),
      legacy_bucket_100_user: legacyBucket(user),
      md5_user_test: md5Hex(withTest),
      legacy_bucket_100_user_test: legacyBucket(withTest),
      md5_salt_user: salted,
      first15_integer: first15.toString(),
      fraction15,
      bucket_10000_from_fraction15: Math.floor(fraction15 * BUCKETS),
      first13_integer: first13,
      fraction13: first13 / 16 ** 13,
      bucket_10000: bucket(salt, user),
    },
  }
}

/** Family `assignment`: the legacy rule, the recommended rule, a ramp, or one bucket, by what is given. */
export function assignmentCase(inputs: Inputs): CaseOutcome {
  if (inputs.has('bucket')) {
    return { results: { arm: armOfBucket(armsOf(inputs), inputs.number('bucket')) } }
  }
  if (inputs.has('bucket_100')) {
    const arm = legacyArmOfBucket(legacyArmsOf(inputs), inputs.number('bucket_100'))
    return { results: { arm } }
  }
  const user = inputs.text('user_id')
  if (inputs.has('allocation')) {
    const bucket100 = legacyBucket(user)
    const arm = legacyArmOfBucket(legacyArmsOf(inputs), bucket100)
    return { results: { bucket_100: bucket100, arm } }
  }
  if (inputs.has('coverage_steps_bp')) {
    const steps = inputs.numbers('coverage_steps_bp')
    return { results: { arm_by_step: steps.map((step) => armAt(inputs, user, step)) } }
  }
  const arm = armAt(inputs, user, inputs.number('coverage_bp'))
  return {
    results: {
      coverage_bucket: bucket(inputs.text('coverage_salt'), user),
      arm_bucket: bucket(inputs.text('salt'), user),
      in_experiment: arm !== null,
      arm,
    },
    ...(arm === null ? { reasons: { arm: 'The unit is outside the coverage.' } } : {}),
  }
}

function armAt(inputs: Inputs, user: string, coverageBp: number): string | null {
  const phase = {
    salt: inputs.text('salt'),
    coverageSalt: inputs.text('coverage_salt'),
    coverageBp,
    arms: armsOf(inputs),
  }
  const assignment = assignArm(phase, user, ALLOW_EMPTY)
  return assignment.kind === 'assigned' ? assignment.arm : null
}

function armsOf(inputs: Inputs): Arm[] {
  return inputs.weightedKeys('arms').map(([key, weightBp]) => ({ key, weightBp }))
}

function legacyArmsOf(inputs: Inputs): LegacyArm[] {
  return inputs.weightedKeys('allocation').map(([key, percent]) => ({ key, percent }))
}

/** Family `jsonb_key_order`: what a store that reorders keys does to 10,000 users of the legacy rule. */
export function keyOrderCase(inputs: Inputs): CaseOutcome {
  const pairs = inputs.weightedKeys('allocation_in_document_order')
  const keys = pairs.map(([key]) => key)
  const percents = new Map(pairs)
  const armsIn = (order: readonly string[]): LegacyArm[] =>
    order.map((key) => ({ key, percent: percents.get(key) ?? 0 }))
  const jsonbOrder = jsonbKeyOrder(keys)
  const written = armsIn(keys)
  const reordered = armsIn(jsonbOrder)
  let moved = 0
  const first: CaseValue[] = []
  for (let i = 0; i < 10_000; i++) {
    const bucket100 = legacyBucket(`user-${i}`)
    const before = legacyArmOfBucket(written, bucket100)
    const after = legacyArmOfBucket(reordered, bucket100)
    if (before === after) continue
    moved++
    if (first.length < 3) {
      first.push({
        user_id: `user-${i}`,
        bucket_100: bucket100,
        arm_document_order: before,
        arm_jsonb_order: after,
      })
    }
  }
  return {
    results: {
      postgres_jsonb_key_order: jsonbOrder,
      javascript_object_key_order: javascriptKeyOrder(keys),
      python_dict_key_order: pythonKeyOrder(keys),
      users_moved_of_10000: moved,
      first_moved_users: first,
    },
  }
}
