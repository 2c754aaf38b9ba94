/** Newest minor version of KEDA 2 in the catalogue. */
export const NEWEST_MINOR = 21;
