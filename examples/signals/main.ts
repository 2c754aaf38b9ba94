import { App } from 'cdk8s';
import { SignalsChart } from './chart';

const app = new App();
new SignalsChart(app, 'signals');
app.synth();
