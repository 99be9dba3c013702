META
key;value
description;Budżet obywatelski miasta Lipowo 2026 (zmyślony)
country;Poland
unit;Lipowo
instance;2026
num_projects;12
num_votes;212
budget;280000
vote_type;approval
rule;greedy
max_length;5
date_begin;01.06.2026
date_end;15.06.2026
language;pl
currency;PLN
PROJECTS
project_id;cost;votes;name;category;selected
3;74000;107;Boisko ze sztuczną trawą;sport;1
2;88000;105;Parking przy targowisku;ulice;1
1;96000;98;Nowa nawierzchnia ulicy Młyńskiej;ulice;1
5;18000;81;Sto drzew dla Lipowa;zieleń;1
12;51000;78;Wodny plac zabaw;sport;0
8;35000;75;Plac zabaw bez barier;sport;0
10;15500;68;Kino letnie w parku;kultura;0
9;9500;64;Ławki co sto metrów;zieleń;0
6;26500;55;Stojaki i wiata rowerowa przy szkole;ulice;0
11;28000;38;Świetlica dla dzieci z Dolnego;kultura;0
7;12000;30;Biblioteka na kółkach dla seniorów;kultura;0
4;42000;24;Oświetlenie ścieżki nad Strugą;zieleń;0
VOTES
voter_id;neighborhood;sex;age;voting_method;vote
1;Rynek;M;67;internet;1,2,3,5,10
2;Rynek;M;57;internet;1,2,3,5,12
3;Rynek;K;16;internet;1,2,3,5,6
4;Zarzecze;K;56;internet;4,5,8,9,10
5;Dolne;M;58;internet;9,10,11
6;Nowe Osiedle;M;66;internet;2,3,5,6,12
7;Zarzecze;K;40;internet;4,5,8,10,11
8;Nowe Osiedle;K;68;internet;3,5,6,8,12
9;Rynek;M;23;internet;1,2
10;Dolne;K;73;internet;5,7,8,9,11
11;Rynek;M;27;internet;1,2,3,10,12
12;Nowe Osiedle;M;47;internet;3,8
13;Dolne;K;33;paper;5,7,8,9,11
14;Zarzecze;M;68;internet;4,5,8,9,10
15;Rynek;K;51;internet;2,3
16;Rynek;M;71;internet;1,2,3,10,12
17;Dolne;M;73;internet;5,7,8,9,11
18;Rynek;K;57;internet;2,10
19;Rynek;M;37;internet;2,3,6,10,12
20;Nowe Osiedle;K;72;paper;2,3,5,6,12
21;Dolne;K;25;paper;5,7,8,9,11
22;Dolne;K;41;internet;7,10,11
23;Rynek;K;31;internet;1,2,3,5,9
24;Dolne;M;61;paper;7,11
25;Nowe Osiedle;M;41;internet;1,3,5,6,12
26;Zarzecze;K;59;internet;4,8,9,10,11
27;Zarzecze;K;41;internet;4,5,8,9,10
28;Rynek;M;60;paper;1,2,3,9,10
29;Nowe Osiedle;M;49;paper;1,3,5,6,12
30;Nowe Osiedle;M;45;paper;1,3,6,8,12
31;Nowe Osiedle;K;29;internet;1,2,3,6,12
32;Rynek;M;28;internet;1,2,3,10,12
33;Dolne;M;59;internet;11
34;Zarzecze;K;39;paper;5
35;Zarzecze;K;45;internet;4
36;Rynek;M;34;internet;1,2,3,5,12
37;Zarzecze;K;50;paper;4,5,8,10,11
38;Rynek;K;76;internet;1,2,3,10,12
39;Rynek;M;43;internet;1,2,3,6,12
40;Rynek;K;57;internet;1,6,12
41;Rynek;K;16;paper;2,10
42;Dolne;M;49;paper;7,8
43;Rynek;M;48;internet;1,3,5
44;Nowe Osiedle;M;16;internet;1,2,3,6,12
45;Rynek;M;29;paper;3
46;Rynek;M;58;paper;1,2,3,9,12
47;Rynek;M;73;internet;1,2,3,5,9
48;Rynek;M;35;paper;1,2,3
49;Nowe Osiedle;M;40;internet;2,3,6,8,12
50;Nowe Osiedle;K;29;internet;3
51;Dolne;K;54;paper;5,7,8,9,10
52;Dolne;M;68;internet;5,7,9,10,11
53;Nowe Osiedle;M;30;internet;2,3,6,8,12
54;Rynek;K;41;internet;3,6,12
55;Rynek;K;16;paper;1,2,5,9
56;Nowe Osiedle;K;18;internet;1,2,3,8,12
57;Nowe Osiedle;K;19;internet;1,3,6,8,12
58;Zarzecze;K;54;internet;8
59;Dolne;K;55;paper;7,8,9,10,11
60;Nowe Osiedle;K;58;paper;1,3,5,6,12
61;Rynek;M;70;internet;1,2,3,10,12
62;Rynek;K;45;internet;1,2,3,5,10
63;Rynek;M;33;internet;1,2,5,12
64;Rynek;M;49;paper;1,2,3,10
65;Rynek;M;32;internet;1,2,3,9,12
66;Nowe Osiedle;M;48;internet;1,2,5,6,12
67;Zarzecze;K;50;paper;4,5,8,9,10
68;Zarzecze;M;45;internet;5,10
69;Zarzecze;M;36;internet;5,8
70;Rynek;M;67;paper;1,2,3,6
71;Rynek;K;44;paper;1,3,5,9,10
72;Rynek;M;30;internet;1,2,3,6,10
73;Rynek;K;70;paper;1
74;Zarzecze;K;18;paper;1,4,8,9
75;Rynek;M;31;paper;1,2,12
76;Rynek;M;35;internet;1,2,3,6,10
77;Dolne;K;51;internet;9,11
78;Rynek;K;43;internet;1,2,3,10,12
79;Rynek;M;43;internet;1,2,3,5,12
80;Zarzecze;M;69;paper;4,5,8,9,11
81;Rynek;M;57;internet;1,2,3,10,12
82;Nowe Osiedle;M;73;paper;3
83;Nowe Osiedle;K;58;paper;12
84;Nowe Osiedle;M;58;internet;1,2,3,6,8
85;Rynek;M;66;internet;1,3
86;Zarzecze;M;24;internet;5,8
87;Zarzecze;M;50;paper;4,8,9,10,11
88;Nowe Osiedle;M;34;internet;2,6,8,12
89;Dolne;K;43;paper;9,11
90;Nowe Osiedle;K;26;internet;2,3,5,6,12
91;Zarzecze;K;37;paper;4,5,8,9
92;Nowe Osiedle;M;41;paper;1,3,5,6,12
93;Dolne;M;39;internet;11
94;Dolne;K;30;internet;5,7,8,9,11
95;Zarzecze;K;40;paper;4,5,8,9,10
96;Rynek;M;64;paper;1,2,10
97;Nowe Osiedle;M;16;internet;12
98;Rynek;M;40;internet;1,2,3,6
99;Dolne;K;34;paper;5,7,8,9,11
100;Rynek;K;16;paper;3,10,12
101;Nowe Osiedle;M;21;internet;2,3
102;Nowe Osiedle;K;76;internet;2,3,5,6,12
103;Nowe Osiedle;M;41;internet;1,2,3,5,8
104;Rynek;M;44;internet;1,2,3,9,12
105;Rynek;M;46;internet;1,2,9
106;Rynek;M;42;internet;2,3
107;Zarzecze;M;43;internet;8
108;Nowe Osiedle;M;49;internet;3
109;Rynek;K;43;internet;1,2,3,9,10
110;Nowe Osiedle;K;60;paper;1,3,6,8,12
111;Zarzecze;K;58;internet;4,5,8,9
112;Dolne;M;33;internet;5,7,8,9,11
113;Rynek;K;34;paper;1,2,3,9,10
114;Rynek;K;75;internet;1,2
115;Dolne;K;66;internet;5,7,8,11
116;Nowe Osiedle;K;61;internet;1,3,8,12
117;Nowe Osiedle;M;50;internet;1,3,5,8,12
118;Zarzecze;K;58;internet;5,8,9,11
119;Rynek;M;67;internet;1,2,3,6,12
120;Zarzecze;M;35;paper;4,5,8,9,10
121;Zarzecze;M;29;internet;5,8
122;Rynek;M;77;internet;1,2,3,9,12
123;Dolne;K;50;internet;7,8,9,10,11
124;Nowe Osiedle;M;31;paper;6
125;Nowe Osiedle;K;77;paper;2,6,8,12
126;Nowe Osiedle;K;44;paper;6
127;Rynek;K;87;internet;1,2,3,6,12
128;Nowe Osiedle;M;39;internet;1,3,6,8,12
129;Rynek;M;57;internet;1,2,3,5,10
130;Zarzecze;M;56;internet;1,4,5,8,9
131;Dolne;K;56;paper;5,7,9,10,11
132;Dolne;M;16;internet;7,9
133;Dolne;M;54;internet;5,7,8,9,11
134;Zarzecze;K;44;paper;8
135;Rynek;M;56;internet;1,2,3,9,10
136;Rynek;M;30;paper;2,3,10
137;Rynek;M;29;paper;1,2,3,6
138;Dolne;M;23;internet;5,7,11
139;Zarzecze;K;44;paper;4
140;Zarzecze;M;39;internet;4,5,8,9,10
141;Rynek;K;39;paper;1,2,3,10,12
142;Zarzecze;K;81;paper;4,5,8,9,10
143;Dolne;K;28;internet;5,7,8,9,11
144;Rynek;M;65;internet;1,2,5,6,12
145;Rynek;K;71;internet;1,2,12
146;Dolne;M;51;internet;5,7,8,9,11
147;Rynek;K;71;internet;2,6,9,10,12
148;Rynek;K;37;internet;2,5,6,10,12
149;Rynek;K;59;internet;1,2
150;Nowe Osiedle;M;52;paper;2,3,6,8,12
151;Nowe Osiedle;M;42;paper;1,2,3,6,12
152;Rynek;K;40;internet;1,2,3,5,12
153;Dolne;K;36;internet;7,8,11
154;Zarzecze;K;68;internet;4,5,8,9,10
155;Dolne;M;22;internet;5,7,8,10,11
156;Rynek;M;45;paper;3
157;Rynek;M;35;internet;1,2,3,6,12
158;Nowe Osiedle;M;38;paper;3
159;Rynek;K;68;internet;2,3,12
160;Rynek;M;40;internet;1,2,3,10,12
161;Nowe Osiedle;M;63;paper;3
162;Rynek;K;31;internet;1,2,3,6,10
163;Zarzecze;M;38;internet;4,5,8,9,10
164;Rynek;K;65;internet;1,2,3,10,12
165;Dolne;M;19;internet;11
166;Rynek;M;74;paper;9
167;Nowe Osiedle;K;61;internet;5
168;Rynek;M;51;internet;1,2,3,10,12
169;Nowe Osiedle;M;16;paper;1,2,3,6,8
170;Nowe Osiedle;M;56;paper;2,3,6,8,12
171;Rynek;M;91;internet;1,2,3,9,12
172;Dolne;K;48;internet;7,8,9,10,11
173;Rynek;K;58;internet;2,3
174;Rynek;K;35;internet;9
175;Rynek;K;44;paper;1,2,3,5,12
176;Rynek;M;62;internet;1,2
177;Nowe Osiedle;K;77;internet;3,12
178;Nowe Osiedle;M;45;internet;1,2,3,6,12
179;Dolne;M;53;paper;7,8,9,10,11
180;Rynek;M;64;internet;1,2,3,6,10
181;Rynek;K;40;internet;1,2,12
182;Zarzecze;M;37;paper;4,5,8,9,10
183;Rynek;K;41;paper;1,2
184;Dolne;M;22;paper;5,7,8,9,11
185;Nowe Osiedle;K;16;internet;1,2,8,12
186;Rynek;K;63;internet;1,2,3,10,12
187;Dolne;M;41;internet;7,8
188;Dolne;M;75;internet;5,7,9,10,11
189;Rynek;K;62;internet;1,2,3,5,10
190;Rynek;M;34;internet;1,2,3,6,10
191;Rynek;K;43;internet;1,2,3,5,10
192;Rynek;K;41;internet;2,3,6,9,12
193;Nowe Osiedle;K;24;internet;2,3,6,8,12
194;Nowe Osiedle;M;33;internet;2,3,6,8,12
195;Rynek;K;60;internet;1,2,3,9,10
196;Nowe Osiedle;M;18;paper;12
197;Rynek;M;45;internet;1,2,3,6,12
198;Nowe Osiedle;M;56;internet;1,2,3,6,12
199;Rynek;M;60;internet;1,2,5,6
200;Nowe Osiedle;K;39;internet;1,2,3,8,12
201;Dolne;K;70;paper;5,7,8,9,11
202;Zarzecze;M;56;internet;4,5,8,9,10
203;Zarzecze;M;54;internet;5,8
204;Nowe Osiedle;K;18;internet;1,2,3,6,12
205;Rynek;M;58;internet;2,5
206;Rynek;K;58;internet;1
207;Zarzecze;K;40;paper;4,5,8,9,10
208;Rynek;M;44;paper;2
209;Rynek;M;69;internet;1,2,3,5,10
210;Rynek;K;48;internet;1,3,6,10,12
211;Dolne;K;42;internet;7,8,11
212;Rynek;K;16;paper;1,2,3,5
