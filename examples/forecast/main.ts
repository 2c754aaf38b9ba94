import { App } from 'cdk8s';
import { ForecastChart, FORESEEING } from './chart';

const app = new App();
new ForecastChart(app, 'forecast', { scaling: FORESEEING });
app.synth();
