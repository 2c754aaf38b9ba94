export { type Expression } from './expression';
export { type Labels, labelsOf, METRIC_NAME } from './labels';
export { type Matcher, matchesAll } from './matcher';
export { Query, type QueryOptions, type Selection } from './query';
export { type QueryContext, MemorySource, type Series, type SeriesSource } from './source';
export { type Element, type Vector } from './value';
