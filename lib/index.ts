export * from './values';
export * from './kube';
export * from './scaling';
