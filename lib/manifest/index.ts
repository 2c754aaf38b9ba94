// Does not depend on libraries, so that code can use it at synth time. Code that parses text imports './parse' or
// './read'.
export * from '../values/fields';
export * from './kafka-topic';
export * from './label-selector';
export * from './manifest';
export * from './manifest-index';
export * from './pod-template';
