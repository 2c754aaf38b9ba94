import './synthesis/install';

export * from './values';
export * from './kube';
export * from './scaling';
export * from './monitoring';
export * from './module';
export * from './state';
export * from './retrieval';
export * from './preload';
export * from './platform';
export * from './app';
