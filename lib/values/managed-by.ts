/** Label that names the tool which made an object. */
export const MANAGED_BY_LABEL = 'app.kubernetes.io/managed-by';

/** Its value on what this library makes. */
export const MANAGED_BY = 'cdk8s-kotaemon';
