/** Access mode of a store's volume. */
export enum VolumeAccess {
  /** Pods of one node. Every storage driver supports it. */
  READ_WRITE_ONCE = 'ReadWriteOnce',

  /** One pod, so that two servers can never write at once. CSI drivers only. */
  READ_WRITE_ONCE_POD = 'ReadWriteOncePod',
}
