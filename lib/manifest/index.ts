// Free of libraries, so that code which runs at synth time can use it: whoever reads text imports './parse' or
// './read'.
export * from '../values/fields';
export * from './kafka-topic';
export * from './label-selector';
export * from './manifest';
export * from './manifest-index';
export * from './pod-template';
