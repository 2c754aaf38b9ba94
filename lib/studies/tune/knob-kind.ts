/** Part of a policy that a setting belongs to; a restriction of the user can leave some of them alone. */
export type KnobKind = typeof KNOB_KINDS[number];
export const KNOB_KINDS = ['target', 'bounds', 'window', 'rate', 'tolerance', 'metrics', 'headroom', 'schedule', 'polling'] as const;
