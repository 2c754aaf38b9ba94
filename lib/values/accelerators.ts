/** Whole GPUs, parts of GPUs and what else models run on. */
const ACCELERATOR = /^(?:amd\.com\/gpu|nvidia\.com\/(?:gpu|mig-.+|gpu\.shared)|gpu\.intel\.com\/.+|habana\.ai\/gaudi|google\.com\/tpu|aws\.amazon\.com\/neuron.*)$/;

/** Devices of which each process of a split model takes one whole; Neuron devices and TPUs have several cores. */
export const DEVICES_OF_A_MODEL = /^(?:amd\.com\/gpu|nvidia\.com\/(?:gpu|mig-.+)|habana\.ai\/gaudi|gpu\.intel\.com\/(?:i915|xe))$/;

/** Returns whether a resource is a device that models run on, by the name that its maker's plugin gives it. */
export function isAccelerator(resource: string): boolean {
  return ACCELERATOR.test(resource);
}
