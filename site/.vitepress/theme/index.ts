import { type EnhanceAppContext } from 'vitepress';
import VPHome from 'vitepress/dist/client/theme-default/components/VPHome.vue';
import theme from 'vitepress/theme-without-fonts';
import { h } from 'vue';
import './style.css';

export default {
  extends: theme,
  enhanceApp({ app }: EnhanceAppContext): void {
    // The theme's home layout has no main landmark.
    app.component('home-in-main', () => h('main', [h(VPHome)]));
  },
};
