import { App } from 'cdk8s';
import { CompanyChart, TeamChart } from './chart';

const app = new App();
new TeamChart(app, 'team');
new CompanyChart(app, 'company');
app.synth();
