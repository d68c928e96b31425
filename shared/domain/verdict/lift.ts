import type { Interval } from '../statistics/types.ts'
import type { ArmEstimate } from './arm-data.ts'

/**
 * Interval of variant / control − 1 at a bound of z. Of positive estimates on the log scale (Katz's method, which
 * keeps it above −100 %), else by the delta method; null where the control is 0 or
 * nothing varies.
 */
export function liftInterval(
  control: ArmEstimate,
  variant: ArmEstimate,
  bound: number,
): Interval | null {
  if (!control.value || control.se === null || variant.value === null || variant.se === null) {
    return null
  }
  if (control.se === 0 && variant.se === 0) return null
  if (control.value > 0 && variant.value > 0) {
    const log = Math.log(variant.value / control.value)
    const reach = bound * Math.hypot(variant.se / variant.value, control.se / control.value)
    return [Math.expm1(log - reach), Math.expm1(log + reach)]
  }
  const scale = Math.abs(control.value)
  const lift = (variant.value - control.value) / scale
  const se = Math.hypot(variant.se, (variant.value / control.value) * control.se) / scale
  return [lift - bound * se, lift + bound * se]
}
