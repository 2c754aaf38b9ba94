export { type Pass } from './autoscalers/hpa';
export { type Poll } from './autoscalers/keda/keda-loop';
export { backtest, type BacktestReport, type FormResult, type HorizonResult } from './backtest/backtest';
export { demandOf, type Demand as TrafficDemand } from './backtest/demand';
export { type FormScore } from './backtest/measure';
export { BACKTEST_LEGEND, forecastCode, renderBacktest } from './backtest/render-backtest';
export { compare, type Baseline, type Candidate, type ComparedPolicy, type CompareOptions, type Comparison } from './compare';
export * from './assertions';
export { loadWorld, type LoadWorldOptions } from './load-world';
export { offlineOptimum, type Demand, type Grid, type Optimum, type OptimumProblem } from './optimum';
export { bandOf, renderBand, type Band, type Range } from './report/band';
export { requireJudgeable } from './report/condition-subjects';
export { explain, requireExplainable, type ExplainOptions } from './report/explain';
export { CONDITION_MEASURES, parseFailOn, type Comparator, type FailCondition } from './report/fail-on';
export { renderHtml, type ReportOptions } from './report/html/report-page';
export { type Dimension, type Measure } from './report/measures';
export { renderAssumptions, renderSummary } from './report/render-summary';
export { renderComparison, type ComparisonOptions } from './report/render-comparison';
export { renderCharts } from './report/run-charts';
export { summarize, type SummaryOptions } from './report/summarize';
export * from './report/summary';
export { terminalOf, type Terminal } from './report/terminal';
export { parseTimeOfRun, type RunSpan } from './report/time-of-run';
export { judge, renderVerdicts, type Measured, type Verdict } from './report/verdict';
export {
  labelsOf, MemorySource, Query, type Labels, type Look, type Matcher, type QueryOptions, type Selection, type Series, type SeriesSource, type Vector,
} from './promql';
export * from './run';
export {
  buildWorld, loadTraffic, readScenario, type LoadedTraffic, type Scenario, type TrafficSurroundings, type WorldInput, type WorldVariant,
} from './scenario';
export { LatencyHistogram } from './service/latency-histogram';
export { passAt, pollAt, simulate, type SimulateOptions } from './simulate';
export { type Job, type JobResult } from './sweep/job';
export { renderSchedule, scheduleCode } from './suggest-schedule/render-schedule';
export { suggestSchedule, type MissedDay, type ScheduleSuggestion, type SuggestOptions } from './suggest-schedule/suggest-schedule';
export { runJobs, type RunJobsOptions } from './sweep/run-jobs';
export * from './world';
