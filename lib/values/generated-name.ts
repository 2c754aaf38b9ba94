/**
 * Characters of the suffixes that Kubernetes generates for names: no vowels, and no digits that look like letters
 * (SafeEncodeString in apimachinery's pkg/util/rand).
 */
export const GENERATED_LETTERS = 'bcdfghjklmnpqrstvwxz2456789';
