/** Access mode of a store's volume. */
export enum VolumeAccess {
  /** Mountable by the pods of one node. Every storage driver supports it. */
  READ_WRITE_ONCE = 'ReadWriteOnce',

  /** Mountable by one pod, so that two servers can never write at once. CSI drivers only. */
  READ_WRITE_ONCE_POD = 'ReadWriteOncePod',
}
