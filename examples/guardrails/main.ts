import { App } from 'cdk8s';
import { SearchChart } from './chart';
import { withLimits } from './platform-limits';

const app = withLimits(new App());
new SearchChart(app, 'guardrails');
app.synth();
