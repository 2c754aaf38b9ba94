// Writes the manifests of one autoscaled RAG service.
package main

import (
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdk8s-kotaemon/cdk8s-kotaemon-go/cdk8skotaemon"
	"github.com/cdk8s-team/cdk8s-core-go/cdk8s/v2"
)

// NewQuickstartChart returns a chart with one module.
func NewQuickstartChart(scope constructs.Construct, id string) cdk8s.Chart {
	chart := cdk8s.NewChart(scope, jsii.String(id), &cdk8s.ChartProps{Namespace: jsii.String("ai-services")})
	cdk8skotaemon.NewKotaemonModule(chart, jsii.String("kotaemon-app"), &cdk8skotaemon.KotaemonModuleProps{
		Image:          jsii.String("registry.example.com/rag/app:1.4.2"),
		Port:           jsii.Number(8000),
		Role:           cdk8skotaemon.ModuleRole_Custom(jsii.String("app"), nil),
		DeploymentName: jsii.String("kotaemon-deployment"),
		Scaling: &cdk8skotaemon.ModuleScaling{
			Name:        jsii.String("kotaemon-app-hpa"),
			MinReplicas: jsii.Number(2),
			MaxReplicas: jsii.Number(20),
			Metrics: &[]cdk8skotaemon.ScalingMetric{
				cdk8skotaemon.ScalingMetric_CpuUtilization(jsii.Number(60), nil),
				cdk8skotaemon.ScalingMetric_RequestsPerSecond(jsii.Number(100), nil),
			},
			ScaleUp: &cdk8skotaemon.ScalingRules{
				StabilizationWindow: cdk8s.Duration_Seconds(jsii.Number(30)),
				Policies: &[]cdk8skotaemon.ScalingRate{
					cdk8skotaemon.ScalingRate_Percent(jsii.Number(100), cdk8s.Duration_Seconds(jsii.Number(15))),
				},
			},
		},
	})
	return chart
}

func main() {
	defer jsii.Close()
	app := cdk8s.NewApp(nil)
	NewQuickstartChart(app, "quickstart")
	app.Synth()
}
