export { controllerParameters, defaultFeatureGates, type ControllerParameters, type FeatureGates } from './parameters';
export * from './types';
