/** Kind of a policy setting, by which the user can restrict the changes. */
export type KnobKind = typeof KNOB_KINDS[number];
export const KNOB_KINDS = ['target', 'bounds', 'window', 'rate', 'tolerance', 'metrics', 'headroom', 'schedule', 'polling'] as const;
