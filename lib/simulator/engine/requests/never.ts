/** Time of events that do not happen. A constant, because test runners intercept the global Infinity, which is slow. */
export const NEVER = Infinity;
