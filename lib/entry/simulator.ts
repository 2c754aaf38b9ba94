export { type Pass } from '../simulator/engine/autoscalers/hpa';
export { type Poll } from '../simulator/engine/autoscalers/keda/keda-loop';
export { backtest, type BacktestReport, type FormResult, type HorizonResult } from '../studies/backtest/backtest';
export { demandOf, type Demand as TrafficDemand } from '../studies/backtest/demand';
export { type FormScore } from '../studies/backtest/measure';
export { BACKTEST_LEGEND, forecastCode, renderBacktest } from '../report/render-backtest';
export {
  calibrate, DEMAND_FACTORS, type CalibrateInput, type Calibration, type DemandResult, type RecordedTraffic, type WorkloadCalibration,
} from '../studies/calibrate/calibrate';
export { type Exclusion } from '../studies/calibrate/exclusions';
export { calibrationFiles, type CalibrationFiles } from '../report/calibration-scenario';
export { renderCalibration } from '../report/render-calibration';
export { compare, type Baseline, type Candidate, type ComparedPolicy, type CompareOptions, type Comparison } from '../studies/compare';
export * from '../results/assertions';
export { loadWorld, type LoadWorldOptions } from '../scenario/load-world';
export { offlineOptimum, type Demand, type Grid, type Optimum, type OptimumProblem } from '../results/optimum';
export { bandOf, renderBand, type Band, type Range } from '../report/band';
export { requireJudgeable } from '../results/condition-subjects';
export { explain, requireExplainable, type ExplainOptions } from '../report/explain';
export { CONDITION_MEASURES, parseFailOn, type Comparator, type FailCondition } from '../results/fail-on';
export { runSeries, type RunSeries } from '../results/run-series';
export { renderComparisonHtml, type ComparedRuns } from '../report/html/comparison-page';
export { verdictsJunit, type NamedVerdicts } from '../report/verdicts-junit';
export { renderHtml, type ReportOptions } from '../report/html/report-page';
export { type Dimension, type Measure } from '../results/measures';
export { renderAssumptions, renderSummary } from '../report/render-summary';
export { renderComparison, type ComparisonOptions } from '../report/render-comparison';
export * from '../results/conclusion';
export { renderConclusion, type ConclusionOptions } from '../report/render-conclusion';
export { bestChange, type Advice, type ChangeEffect, type Effect } from '../studies/counterfactual/best-change';
export { renderCharts } from '../report/run-charts';
export { summarize, type SummaryOptions } from '../results/summarize';
export * from '../results/summary';
export { terminalOf, type Terminal } from '../report/terminal';
export { parseTimeOfRun, type RunSpan } from '../report/time-of-run';
export { judge, renderVerdicts, type Measured, type Verdict } from '../results/verdict';
export {
  labelsOf, MemorySource, Query, type Labels, type QueryContext, type Matcher, type QueryOptions, type Selection, type Series, type SeriesSource, type Vector,
} from '../promql';
export * from '../simulator/run/run';
export {
  buildWorld, loadTraffic, readScenario, type LoadedTraffic, type Scenario, type TrafficContext, type WorldInput, type WorldVariant,
} from '../scenario';
export { LatencyHistogram } from '../simulator/run/latency-histogram';
export { passAt, pollAt, simulate, type SimulateOptions } from '../simulator/engine/simulate';
export { changeFolder, type ChangeFile, type ChangeFolderOptions } from '../report/change/change-folder';
export { type ValuesText } from '../report/change/helm-values';
export {
  carryOut, type ChangedObject, type ChangeForm, type ChangeStage, type EditedFile, type PolicyChange, type PolicyChangeInput,
} from '../report/change/policy-change';
export { type RollbackAlertOptions } from '../report/change/rollback-alert';
export { type ObjectName, type PolicyEdit, type ProposedChange } from '../studies/tune/policy-edit';
export { readManifests, type ReadOptions, type ReadResult } from '../manifest/read';
export { type ManifestSource } from '../manifest/parse';
export { type Job, type JobResult } from '../studies/sweep/job';
export { renderTuning } from '../report/render-tuning';
export { renderSchedule, scheduleCode } from '../report/render-schedule';
export { suggestSchedule, type MissedDay, type ScheduleSuggestion, type SuggestOptions } from '../studies/suggest-schedule/suggest-schedule';
export { type DayFigures, type DayRequest, type NodePoolDay, type SloCount, type WorkloadDay } from '../results/day-figures';
export { applyEdits } from '../studies/tune/policy-draft';
export { type CostBasis, type Prices, type Reservation } from '../studies/tune/cost';
export { correctForFleet, type CorrectedSaving, type FleetSaving } from '../studies/tune/fleet';
export { type GuardRails } from '../studies/tune/guard-rails';
export { type Judgement, type PolicyFigures } from '../studies/tune/judge';
export { type KnobKind } from '../studies/tune/knob-kind';
export * from '../studies/tune/policy-edit';
export { type Bounded } from '../studies/tune/resample';
export * from '../studies/tune/result';
export { describeSlo, parseSlo, type TuneSlo } from '../studies/tune/slo';
export { tune, type TuneEvent, type TuneOptions } from '../studies/tune/tune';
export { runJobs, type RunJobsOptions } from '../studies/sweep/run-jobs';
export * from '../simulator/world/world';
export { adviceHtml } from '../report/html/advice-page';
export { fleetLine, renderAdvice, renderFleet, renderVerification } from '../report/render-advice';
export { type AdviceOutcome, type PastPredictions, type PolicyOutlook, type Prediction, type WorkloadAdvice } from '../studies/advise/advice';
export { rankSavings, type FleetLine, type RankedSaving } from '../studies/advise/rank';
export { verifyAdvice, type Verification, type VerifiedFigure, type VerifyInput } from '../studies/advise/verify';
