import { Synthesis } from './kube/synthesis';
import { MANIFEST_CHECKS } from './synthesis';

Synthesis.install(MANIFEST_CHECKS);

export * from './values';
export * from './kube';
export * from './scaling';
export * from './monitoring';
export * from './module';
export * from './stores';
export * from './preload';
export * from './platform';
export * from './app';
