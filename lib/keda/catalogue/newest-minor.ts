/** The minor version of KEDA 2 that the catalogue ends with. */
export const NEWEST_MINOR = 21;
