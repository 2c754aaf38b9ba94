import { App } from 'cdk8s';
import { ModelPreloadChart } from './chart';

const app = new App();
new ModelPreloadChart(app, 'model-preload');
app.synth();
