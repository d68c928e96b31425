import { NumberInput, type NumberInputProps } from '@mantine/core'

interface PercentInputProps
  extends Pick<NumberInputProps, 'label' | 'description' | 'disabled' | 'min' | 'max'> {
  /** A share from 0 to 1, shown in percent. */
  value: number
  onChange: (share: number) => void
}

/** A share, typed in percent. An empty field keeps what was there. */
export function PercentInput({ value, onChange, ...rest }: PercentInputProps) {
  return (
    <NumberInput
      {...rest}
      suffix="%"
      decimalScale={2}
      // 0.07 * 100 is not 7.
      value={Number((value * 100).toFixed(4))}
      onChange={(percent) => {
        if (percent !== '') onChange(Number(percent) / 100)
      }}
    />
  )
}
