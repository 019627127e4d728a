"""What the company needs from the CRM: user groups, requirements, who was asked, capabilities, the thread.

Refused: an approval without acceptance criteria, custom code without its reason, and a requirement that joins a signed
charter without a granted change request.
"""
