/**
 * Scores are scaled so that the two thresholds are the same numbers after every training: 0.5 is the
 * warn threshold, 0.8 the block threshold, whatever raw value training chose for them.
 */
export const warnScore = 0.5
export const blockScore = 0.8
