export * from './sessions';
export * from './vectors';
export { VolumeAccess } from './volume-access';
