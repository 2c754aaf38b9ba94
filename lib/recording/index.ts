export { readRecording } from './read-recording';
export * from './recording';
export { isSeriesName, SERIES, type SeriesDefinition } from './series';
export { writeRecording } from './write-recording';
