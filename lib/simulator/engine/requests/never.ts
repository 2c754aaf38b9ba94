/** The time of what does not happen. A constant, because test runners intercept the global, at the price of a request each time. */
export const NEVER = Infinity;
