import { App } from 'cdk8s';
import { SchedulesChart } from './chart';

const app = new App();
new SchedulesChart(app, 'schedules');
app.synth();
