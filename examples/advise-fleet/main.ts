import { App } from 'cdk8s';
import { AdviseFleetChart } from './chart';
import { FLEET } from './fleet';
import '../../lib';

const app = new App();
new AdviseFleetChart(app, 'advise-fleet', FLEET);
app.synth();
