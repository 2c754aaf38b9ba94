/** Which pods may mount a store's volume. */
export enum VolumeAccess {
  /** The pods of one node. Every storage driver has it. */
  READ_WRITE_ONCE = 'ReadWriteOnce',

  /** One pod, so that a second server can never write beside it. CSI drivers only. */
  READ_WRITE_ONCE_POD = 'ReadWriteOncePod',
}
